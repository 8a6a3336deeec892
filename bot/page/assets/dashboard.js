// What makes the form handier; the page does without it.
(() => {
  const form = document.querySelector("form");
  const period = form?.elements.namedItem("period");
  if (!form || !period) return;
  const days = form.querySelectorAll(".day");

  const fold = () => days.forEach((day) => {
    day.hidden = period.value !== "days";
    day.querySelector("input").disabled = day.hidden;
  });

  period.addEventListener("change", () => {
    fold();
    if (period.value === "days") days[0].querySelector("input").focus();
  });
  window.addEventListener("pageshow", fold); // coming back, the browser has put in what was chosen before
  fold();
})();
