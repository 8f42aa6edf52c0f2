// Run by Gradio once the page is there. A click on a citation scrolls the study's text to the sentence and marks it; a new answer scrolls to its first sentence.
() => {
  const show = (sentence) => {
    if (!sentence) return;
    document.querySelectorAll(".study .current").forEach((other) => other.classList.remove("current"));
    sentence.classList.add("current");
    const study = sentence.closest(".study");
    const above = sentence.getBoundingClientRect().top - study.getBoundingClientRect().top;
    // Only the text scrolls, not the page: the question box stays where it is.
    study.scrollTo({
      top: study.scrollTop + above - (study.clientHeight - sentence.offsetHeight) / 3,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
    if (study.getBoundingClientRect().top > window.innerHeight) study.scrollIntoView({ block: "start" });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.cite");
    if (button) show(document.getElementById(button.dataset.sentence));
  });
  let shown = "";
  new MutationObserver(() => {
    const marks = [...document.querySelectorAll(".study mark")];
    const now = marks.map((mark) => mark.id + mark.textContent).join();
    if (now !== shown) {
      shown = now;
      show(marks[0]);
    }
  }).observe(document.body, { childList: true, subtree: true });
}
