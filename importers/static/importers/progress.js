// The page of a run that is at work: asks how far it is, and loads the next page when
// its state changes. Without this script the page refreshes itself.
(() => {
  const box = document.querySelector("[data-import-progress]");
  if (!box) return;
  const bar = box.querySelector("[data-import-bar]");
  const text = box.querySelector("[data-import-text]");
  const stuck = document.querySelector("[data-import-stuck]");
  const lost = document.querySelector("[data-import-lost]");

  async function look() {
    try {
      const answer = await fetch(box.dataset.url, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      if (now.state !== box.dataset.state) {
        window.location.reload();
        return;
      }
      bar.value = now.percent;
      if (text.textContent !== now.text) text.textContent = now.text;
      stuck.hidden = !now.stuck;
      lost.hidden = !now.lost;
    } catch {
      // The server is busy or away; the next look may find it again.
    }
    window.setTimeout(look, 1000);
  }

  window.setTimeout(look, 500);
})();
