// First paint: sets theme and language before anything is drawn, so that nothing flashes.
(() => {
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the page then follows the system
    }
  };
  const theme = kept("desk.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const language = kept("desk.language"); // without a choice the page speaks as the server served it
  if (language) document.documentElement.lang = language === "en" ? "en" : "zh-CN";
})();
