/**
 * The pictures on the screen as one PNG, drawn here from the drawings themselves.
 * The one rule: what is saved looks like what is seen, with the styles of the scheme.
 */
import { element, svg } from "../views/dom.js";

const SCALE = 2; // pixels of the file for one of the screen
const GAP = 12;
const TITLE = 22; // height of a caption's line
const STYLES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"],
  ...["stroke-linejoin", "stroke-linecap", "paint-order", "opacity", "visibility", "display"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
];

/** A drawing with the styles that the page gives it. @param {SVGElement} drawing */
function styled(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  const copies = [copy, ...copy.querySelectorAll("*")];
  [drawing, ...drawing.querySelectorAll("*")].forEach((node, i) => {
    const computed = window.getComputedStyle(node);
    const text = STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(";");
    copies[i].setAttribute("style", text);
  });
  return copy;
}

/**
 * Figures in rows, as they stand on the screen, without what stands between the rows.
 * @param {HTMLElement[]} figures
 */
function placed(figures) {
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const tops = [...new Set(boxes.map((box) => Math.round(box.top)))].sort((a, b) => a - b);
  let height = GAP;
  const starts = new Map(
    tops.map((top) => {
      const start = height;
      const row = boxes.filter((box) => Math.round(box.top) === top);
      height += Math.max(...row.map((box) => box.height)) + GAP;
      return [top, start];
    }),
  );
  const places = boxes.map((box) => [box.left - left + GAP, starts.get(Math.round(box.top)) ?? 0]);
  const width = Math.max(...boxes.map((box) => box.right)) - left + 2 * GAP;
  return { places, tops: boxes.map((box) => box.top), width, height };
}

/**
 * All pictures that are shown, as one drawing, and the paintings that stand below it.
 * @param {HTMLElement} stage
 */
function sheet(stage) {
  const figures = [...stage.querySelectorAll("figure")].filter((figure) => figure.clientWidth);
  const { places, tops, width, height } = placed(figures);
  const paper = window.getComputedStyle(document.body);
  const page = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  });
  /** @type {{canvas: HTMLCanvasElement, place: [number, number, number, number]}[]} */
  const paintings = [];
  figures.forEach((figure, i) => {
    const drawing = /** @type {SVGElement} */ (figure.querySelector("svg"));
    const canvas = figure.querySelector("canvas");
    const box = drawing.getBoundingClientRect();
    const [x, top] = places[i];
    const y = top + box.top - tops[i];
    const copy = styled(drawing);
    const place = { x, y, width: box.width, height: box.height };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    const font = `font:600 14px ${paper.fontFamily}`;
    const title = svg("text", { x, y: y - TITLE / 3, fill: paper.color, style: font });
    title.textContent = figure.querySelector("figcaption")?.textContent ?? "";
    page.append(copy, title);
    if (canvas?.checkVisibility()) {
      paintings.push({ canvas, place: [x, y, box.width, box.height] });
    }
  });
  return { page, paintings, width, height, ground: paper.backgroundColor };
}

/** @param {HTMLElement} stage @returns {Promise<Blob>} */
async function png(stage) {
  const { page, paintings, width, height, ground } = sheet(stage);
  const text = new XMLSerializer().serializeToString(page);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = element("canvas", { width: SCALE * width, height: SCALE * height });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.scale(SCALE, SCALE);
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (const { canvas: painting, place } of paintings) context.drawImage(painting, ...place);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * 'PNG': a file of what is on the screen.
 * @param {Element} root @param {HTMLElement} stage
 */
export function pictureButton(root, stage) {
  const name = "Save the picture as PNG";
  const button = element("button", { type: "button", "aria-label": name, title: name }, "PNG");
  button.addEventListener("click", async () => {
    const address = URL.createObjectURL(await png(stage));
    element("a", { href: address, download: "gradient-descent.png" }).click();
    URL.revokeObjectURL(address);
  });
  root.append(button);
}
