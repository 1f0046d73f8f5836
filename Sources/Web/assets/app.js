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
