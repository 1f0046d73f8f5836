"""The shape of the machine: what a reader needs to judge the figures by, and nothing that names it."""

import os
import platform
import time

import harness


def shape(programs):
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo") as file:
        kilobytes = int(file.readline().split()[1])
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "cores": len(os.sched_getaffinity(0)),
        "processor": models[0] if models else platform.machine(),
        "memory": f"{kilobytes / 2**20:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "SQLite": harness.answer([programs.plain, "version", "sqlite"]),
    }
