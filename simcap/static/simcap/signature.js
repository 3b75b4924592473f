/* A signature drawn with finger, pen or mouse: strokes go into the hidden box as [[[x, y, ms], …], …]. */
(() => {
  "use strict";
  const NEAR = 4;
  const MOST = 11000;

  const begin = (box) => {
    const field = box.querySelector("input");
    const canvas = box.querySelector("canvas");
    const said = box.querySelector("[data-said]");
    const pen = canvas.getContext("2d");
    let strokes = [];
    let drawing = null;
    let since = 0;
    try {
      strokes = JSON.parse(field.value) || [];
    } catch {
      strokes = [];
    }

    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = "#0b2a6f";
      pen.lineWidth = 7;
      pen.lineCap = pen.lineJoin = "round";
      for (const stroke of strokes) {
        pen.beginPath();
        stroke.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
        pen.stroke();
      }
      said.textContent = strokes.length ? said.dataset.signed : said.dataset.empty;
      box.classList.toggle("is-signed", strokes.length > 0);
    };
    const keep = () => {
      field.value = strokes.length ? JSON.stringify(strokes) : "";
      draw();
    };
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    const point = (event) => {
      const at = canvas.getBoundingClientRect();
      const x = ((event.clientX - at.left) / at.width) * canvas.width;
      const y = ((event.clientY - at.top) / at.height) * canvas.height;
      since = since || event.timeStamp;
      return [within(x, canvas.width), within(y, canvas.height), Math.max(0, Math.round(event.timeStamp - since))];
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (drawing || event.button > 0) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = [point(event)];
      strokes.push(drawing);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const next = point(event);
      const last = drawing[drawing.length - 1];
      const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < NEAR || count > MOST) return;
      drawing.push(next);
      draw();
    });
    const end = () => {
      if (!drawing) return;
      drawing = null;
      keep();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    box.querySelector("[data-undo]").addEventListener("click", () => {
      strokes.pop();
      keep();
    });
    box.querySelector("[data-clear]").addEventListener("click", () => {
      strokes = [];
      since = 0;
      keep();
    });
    draw();
  };

  for (const box of document.querySelectorAll("[data-signature]")) begin(box);
})();
