/**
 * The fold with the rate dial: every learning rate at once, each a press away.
 * The one rule: nothing is computed before the fold is opened, and only what the run hangs on
 * makes it anew.
 * @import { Actions, Settings } from "../types.js"
 * @import { Store } from "../state/store.js"
 * @import { Dial, Place } from "../views/dial.js"
 */
import { coalesce } from "../state/coalesce.js";
import { brief, count } from "../state/numerals.js";
import { dialView, moved, placeOf } from "../views/dial.js";
import { element, pointer, svg } from "../views/dom.js";

const LONG = "Runs are made and counted";
const CODE = "The dial is of the page's own methods: a program of yours has no curve here.";

/** What the dial hangs on; the rate and the coordinates are what it turns. @param {Settings} now */
function keyOf({ data, loss, l2, optimizer, start }) {
  const { learning_rate: rate, ...method } = optimizer;
  return JSON.stringify([data, loss, l2, method, Array.isArray(rate), start]);
}

/** @param {Dial} dial @param {Place} place */
export function words({ limited, curves }, { curve, spot }) {
  const { coordinates, share, rate, steps } = curves[curve];
  const name = coordinates[0].toUpperCase() + coordinates.slice(1);
  const of = limited ? `${brief(share[spot], 3)} of the limit, ` : "";
  const number = steps[spot];
  return `${name}: ${of}learning rate ${brief(rate[spot])}: ${count(number)} ${number === 1 ? "step" : "steps"}.`;
}

/**
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions
 * @returns {() => void}
 */
export function mountDial(root, store, actions) {
  const drawing = /** @type {SVGSVGElement} */ (
    svg("svg", {
      class: "gd-dial-drawing",
      role: "slider",
      tabindex: 0,
      "aria-label": "Rate dial: arrows choose a rate, up and down the coordinates, Enter takes it",
      "aria-valuemin": 0,
      "aria-valuemax": 1,
      "aria-valuenow": 0,
    })
  );
  const says = element("p", { className: "gd-hint", role: "status" });
  const about = element(
    "p",
    "gd-hint",
    "Steps until every parameter is within one percent of its first error, for each learning rate; the ring is the run that you see. Press a point to take it.",
  );
  const view = element("div", "gd-view gd-view-dial", drawing);
  const fold = element(
    "details",
    "gd-fold",
    element("summary", "", "The rate dial"),
    about,
    view,
    says,
  );
  root.append(fold);
  const shown = dialView(drawing);
  /** @type {Dial | null} */
  let dial = null;
  /** @type {Place | null} */
  let place = null;
  let key = "";

  const answers = coalesce(
    (/** @type {Settings} */ settings) => actions.dial(settings),
    (answer) => {
      dial = answer.error ? null : answer;
      place = null;
      says.textContent = answer.error ? answer.error.message : first(answer);
      draw();
    },
    (error) => (says.textContent = /** @type {Error} */ (error).message),
    () => view.classList.remove("gd-stale-view"),
  );

  /** @param {Dial} answer */
  function first({ curves }) {
    const none = curves.every(({ steps }) => steps.every((value) => !Number.isFinite(value)));
    return none ? "No rate that was tried brings every parameter within one percent." : "";
  }

  function ask() {
    const { settings } = store.get();
    if (!fold.open) return;
    if (key === keyOf(settings)) return draw();
    key = keyOf(settings);
    if (settings.code !== null) {
      dial = null;
      says.textContent = CODE;
      return draw();
    }
    view.classList.add("gd-stale-view");
    says.textContent = `${LONG} …`;
    answers.put(settings);
  }

  function draw() {
    const { clientWidth: width, clientHeight: height } = drawing;
    view.hidden = !dial;
    const { coordinates, optimizer } = store.get().settings;
    if (dial && width && height)
      shown.draw(dial, width, height, placeOf(dial, coordinates, optimizer.learning_rate));
    point(place);
  }

  /** @param {Place | null} next */
  function point(next) {
    place = next;
    shown.at(next);
    if (!next || !dial) return;
    says.textContent = words(dial, next);
    const { share } = dial.curves[next.curve];
    drawing.setAttribute("aria-valuenow", String(next.spot / (share.length - 1)));
    drawing.setAttribute("aria-valuetext", words(dial, next));
  }

  function take() {
    if (!dial || !place) return;
    const { coordinates, rate } = dial.curves[place.curve];
    const { optimizer } = store.get().settings;
    actions.change({
      coordinates,
      optimizer: { ...optimizer, learning_rate: rate[place.spot] },
    });
  }

  const control = new AbortController();
  const { signal } = control;
  drawing.addEventListener(
    "pointermove",
    (event) => point(shown.find(...pointer(drawing, event)) ?? place),
    { signal },
  );
  drawing.addEventListener(
    "click",
    (event) => {
      point(shown.find(...pointer(drawing, event)) ?? place);
      take();
    },
    { signal },
  );
  drawing.addEventListener(
    "keydown",
    (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const move = /** @type {Record<string, number[]>} */ (by)[event.key];
      if (!dial || !(move || event.key === "Enter")) return;
      event.preventDefault();
      if (!move) return take();
      point(moved(dial, place ?? middle(dial), move[0], move[1]));
    },
    { signal },
  );
  const observer = new ResizeObserver(draw);
  observer.observe(view);
  fold.addEventListener("toggle", ask, { signal });
  const stop = store.subscribe(ask, ["settings"]);
  return () => {
    stop();
    control.abort();
    observer.disconnect();
    answers.drop();
  };
}

/** A first place for the keyboard: the fewest steps of the first curve. @param {Dial} dial */
function middle({ curves }) {
  const steps = [...curves[0].steps].map((value) => (Number.isFinite(value) ? value : Infinity));
  return { curve: 0, spot: steps.indexOf(Math.min(...steps)) };
}
