// The pages work without this. It moves the time slider as it is let go, and keeps a form from being
// sent twice.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.dataset.submit === "change" && event.target.type === "range") form.submit();
});
document.addEventListener("input", (event) => {
  const form = event.target.form;
  const output = form && form.dataset.submit === "change" && form.querySelector("output");
  if (output && event.target.type === "range") output.value = event.target.value;
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
