import ArgumentParser
import Ledger
