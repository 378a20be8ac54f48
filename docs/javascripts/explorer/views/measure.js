/**
 * How wide a text is, without laying out the page.
 * The one rule: asked as often as a run plays, so nothing of the page is touched.
 */
/** @type {CanvasRenderingContext2D | null | undefined} */
let canvas;

/** A measure of texts in the type of a drawing. @param {Element} drawing @param {number} size */
export function ruler(drawing, size) {
  const { fontFamily } = getComputedStyle(drawing);
  canvas ??= document.createElement("canvas").getContext("2d");
  return (/** @type {string} */ text) => {
    if (!canvas) return text.length * size * 0.6;
    canvas.font = `${size}px ${fontFamily}`;
    return canvas.measureText(text).width;
  };
}
