// Arrow keys, as a presenter's remote sends them, follow the links of the page; f fills the screen.
document.addEventListener("keydown", (event) => {
  const wanted = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  if (event.key === "f") document.documentElement.requestFullscreen();
  const link = wanted && document.querySelector(`a[rel=${wanted}]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
