/// The one script of HTML reports: search by claim, figures in a window of their own, the place in the contents.
///
/// Without it everything can still be read: contents, links, folded parts and enlarged figures need none.
enum HTMLScript {
  /// What a page's policy calls the script: SHA-256 of ``source`` as UTF-8, in base 64 (CSP 3). A test holds it.
  static let digest = "sha256-5iR0Embt9dG64LyzTXD5/ek8AYU7I45246j3RYHONw8="

  static let source = #"""
    "use strict";
    {
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const target = link => document.getElementById(decodeURIComponent(link.hash.slice(1)));

      // Search: by number, title and verdict; where none has the words, by the text of the claims.
      const box = document.querySelector(".search"), find = document.querySelector("#find");
      if (box) {
        const plain = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
        const entries = all("nav .claim"), others = all("nav li:not(.claim), nav .group");
        const titles = entries.map(entry => plain(entry.textContent));
        let texts, hits = [];
        box.hidden = false;
        find.addEventListener("input", () => {
          const words = plain(find.value).split(/\s+/).filter(Boolean);
          const search = texts => entries.filter((_, index) => words.every(word => texts[index].includes(word)));
          hits = search(titles);
          if (!hits.length) {
            texts ??= entries.map(entry => plain(target(entry.querySelector("a")).textContent));
            hits = search(texts);
          }
          for (const entry of entries) entry.hidden = !hits.includes(entry);
          for (const other of others) {
            other.hidden = words.length > 0 && !hits.some(entry => other.contains(entry));
          }
          document.querySelector("#found").textContent = words.length ? `${hits.length} of ${entries.length}` : "";
        });
        find.addEventListener("keydown", event => {
          if (event.key === "Enter" && find.value && hits.length) hits[0].querySelector("a").click();
          if (event.key === "Escape") { find.value = ""; find.dispatchEvent(new Event("input")); }
        });
        document.addEventListener("keydown", event => {
          if (event.key !== "/" || event.target.matches("input") || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          find.focus();
        });
      }

      // Figures: as large as the window, then larger; what was moved there goes back.
      const dialog = document.createElement("dialog");
      dialog.className = "zoom";
      dialog.innerHTML = `<form method="dialog"><button type="button" value="-1" aria-label="Smaller">−</button>
        <button type="button" value="1" aria-label="Larger">+</button><button class="end">Close</button></form>
        <div class="stage" tabindex="0" role="group" aria-label="Figure"></div>`;
      document.body.append(dialog);
      const stage = dialog.querySelector(".stage");
      let picture, home, scale;
      const show = wanted => {
        const before = scale;
        scale = Math.min(Math.max(wanted, 1), 12);
        const [x, y] = [stage.scrollLeft + stage.clientWidth / 2, stage.scrollTop + stage.clientHeight / 2];
        picture.style.width = `${100 * scale}%`;
        stage.scrollLeft = x * scale / before - stage.clientWidth / 2;
        stage.scrollTop = y * scale / before - stage.clientHeight / 2;
      };
      const enlarge = frame => {
        home = frame;
        picture = frame.querySelector("svg, img");
        frame.style.minHeight = `${frame.offsetHeight}px`;
        dialog.setAttribute("aria-label", frame.parentElement.querySelector("figcaption").textContent.slice(0, 80));
        stage.append(picture);
        dialog.showModal();
        scale = 1;
        show(Math.max(1, 720 / innerWidth));
      };
      dialog.addEventListener("close", () => {
        picture.style.width = home.style.minHeight = "";
        home.prepend(picture);
        home.parentElement.querySelector(".enlarge").focus({ preventScroll: true });
      });
      dialog.addEventListener("click", event => {
        const { value, className } = event.target;
        if (event.target.type === "button") show(scale * 1.4 ** value);
        if (event.target === dialog) dialog.close();
      });
      stage.addEventListener("wheel", event => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        show(scale * 1.2 ** -Math.sign(event.deltaY));
      }, { passive: false });
      stage.addEventListener("pointermove", event => {
        if (event.buttons === 1 && event.pointerType === "mouse") stage.scrollBy(-event.movementX, -event.movementY);
      });
      for (const link of all("a.enlarge")) {
        link.addEventListener("click", event => {
          event.preventDefault();
          enlarge(target(link));
        });
      }

      // Folding: for browsers that the style sheet alone does not tell to unfold, and what was unfolded by hand.
      const unfold = () => { if (location.hash === "#unfold") for (const part of all("details")) part.open = true; };
      addEventListener("hashchange", unfold);
      unfold();
      for (const link of all("a.fold")) {
        link.addEventListener("click", () => { for (const part of all("details")) part.open = false; });
      }

      // The section that is read is marked in the contents.
      const links = new Map(all("nav li a").map(link => [target(link), link]));
      const watch = new IntersectionObserver(seen => {
        for (const { target: part, isIntersecting } of seen) {
          const link = links.get(part) ?? links.get(part.querySelector("[id]"));
          if (isIntersecting) link?.setAttribute("aria-current", "location");
          else link?.removeAttribute("aria-current");
        }
      }, { rootMargin: "-20% 0px -70% 0px" });
      for (const part of all("main .card")) watch.observe(part);
    }

    """#
}
