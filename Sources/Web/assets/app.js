// The pages work without this. It moves the time slider where it stands, and keeps a form from being
// sent twice.
const slider = (event) => {
  const form = event.target.form;
  return form && form.dataset.moves && event.target.type === "range" ? form : null;
};
document.addEventListener("input", (event) => {
  const form = slider(event);
  if (form) form.querySelector("output").value = event.target.value;
});
// What the slider shows is put in its place, so that it keeps the focus and can be moved on; where
// that fails the form is sent, as without a script.
document.addEventListener("change", async (event) => {
  const form = slider(event);
  if (!form) return;
  const asked = event.target.value;
  const address = "?" + new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(address, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // It was moved on meanwhile, and that answer comes too.
    if (event.target.value !== asked) return;
    document.getElementById("past").replaceWith(page.getElementById("past"));
    document.querySelector("[name=return]").value = page.querySelector("[name=return]").value;
    history.replaceState(null, "", address);
  } catch {
    form.submit();
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
// Whoever comes back to a page presses its buttons anew.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
// A page that waits looks again, and tells the end once.
const look = async () => {
  if (!document.querySelector("[data-wait]")) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && !page.querySelector("[data-wait]")) {
      history.replaceState(null, "", answer.url);
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      const mark = document.querySelector("main .mark");
      const heading = document.querySelector("main h1").textContent;
      document.getElementById("told").textContent = mark ? heading + ": " + mark.textContent : heading;
      return;
    }
  } catch { /* The next look may find the server again. */ }
  setTimeout(look, 1000);
};
setTimeout(look, 700);
// A form that came while something else was being recorded is sent again, with the same record id.
const again = document.querySelector("form[data-again]");
if (again) setTimeout(() => { if (!again.dataset.sent) again.requestSubmit(); }, again.dataset.again * 1000);
