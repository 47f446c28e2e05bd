// Files are dropped onto the form, and it is seen how far they are sent; without this script the form sends itself.
const form = document.querySelector("form[data-upload]");
const input = form && form.querySelector("input[type=file]");
const shown = document.getElementById("sending");
if (form && input && shown) {
  const section = form.closest("section");
  const bar = shown.querySelector("progress");
  const told = shown.querySelector("[data-told]");
  const cancel = shown.querySelector("button");
  const chosen = document.getElementById("chosen");
  const say = (id, values) =>
    Object.entries(values || {}).reduce((text, [name, value]) => text.replace(`{${name}}`, value), shown.dataset[id]);
  const list = () => {
    chosen.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  input.addEventListener("change", list);
  section.addEventListener("dragover", (event) => {
    event.preventDefault();
    section.classList.add("over");
  });
  section.addEventListener("dragleave", () => section.classList.remove("over"));
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    section.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      list();
      form.requestSubmit();
    }
  });
  document.getElementById("drop-hint").hidden = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const sending = new XMLHttpRequest();
    const end = (text) => {
      button.disabled = false;
      bar.hidden = cancel.hidden = true;
      told.textContent = text;
    };
    sending.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      const percent = Math.floor((100 * step.loaded) / step.total);
      bar.value = percent;
      told.textContent = percent < 100 ? say("sent", { percent }) : say("received");
    });
    sending.addEventListener("load", () => {
      if (sending.status < 400) {
        location.assign("/work");
        return;
      }
      // What the page of the refusal says.
      const main = new DOMParser().parseFromString(sending.responseText, "text/html").querySelector("main");
      end(main ? main.textContent.replace(/\s+/g, " ").trim() : say("broken"));
    });
    sending.addEventListener("error", () => end(say("broken")));
    sending.addEventListener("abort", () => end(say("cancelled")));
    cancel.onclick = () => sending.abort();
    button.disabled = true;
    shown.hidden = bar.hidden = cancel.hidden = false;
    bar.value = 0;
    told.textContent = say("sent", { percent: 0 });
    sending.open("POST", form.action);
    sending.send(new FormData(form));
  });
}
