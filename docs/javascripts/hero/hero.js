/**
 * The live picture of the front page: plays once, then follows a slider and a switch.
 * The one rule: whoever asked for less motion, or touches a control, sees no play unasked.
 */
import { duration, stepAt } from "./clock.js";
import { pictureOf } from "./picture.js";

/** @import { Run } from "./clock.js" */
/** @import { Hero } from "./picture.js" */
const REST = 1300; // milliseconds between the two runs
const TURN = 900; // of the valley, when x is standardized
/** Said while the valley turns: the counter is still that of the run before. */
const TURNING = [
  "Back to raw x: the valley narrows.",
  "Now x is standardized: the valley turns round.",
];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** @param {number} t */
const eased = (t) => t * t * (3 - 2 * t);

/**
 * The page's picture, once its data are there. Without them the still one stays.
 * @param {HTMLElement} section
 */
export async function mount(section) {
  const answer = await fetch(/** @type {string} */ (section.dataset.hero));
  if (answer.ok) new Live(section, await answer.json());
}

/** What a reader sees and moves. */
class Live {
  /** @param {HTMLElement} section @param {Hero} hero */
  constructor(section, hero) {
    const find = (/** @type {string} */ name) => section.querySelector(name);
    this.section = section;
    this.hero = hero;
    this.draw = pictureOf(section, hero);
    this.rate = /** @type {HTMLInputElement} */ (find("input[type=range]"));
    this.switch = /** @type {HTMLInputElement} */ (find("input[type=checkbox]"));
    this.button = /** @type {HTMLButtonElement} */ (find(".gd-hero-play"));
    this.share = /** @type {HTMLElement} */ (find(".gd-hero-rate output"));
    this.story = /** @type {HTMLElement} */ (find(".gd-hero-story"));
    this.turned = 0; // how far the valley is, from raw to standardized
    this.begun = 0; // counts: whatever is older than the last one ends
    this.shown = { run: hero.raw.runs[hero.first], k: 0 };
    this.rate.value = String(hero.first); // a browser restores what was left
    this.switch.checked = false;
    this.rate.addEventListener("input", () => this.change());
    this.switch.addEventListener("change", () => this.change());
    this.button.addEventListener("click", () => this.press());
    for (const control of [this.rate, this.switch, this.button]) control.disabled = false;
    this.tell();
    if (calm.matches) section.dataset.state = "rests";
    else this.act(() => this.perform());
  }

  get run() {
    const { raw, standardized } = this.hero;
    return (this.switch.checked ? standardized : raw).runs[Number(this.rate.value)];
  }

  /** The rate in words, and what happens at it. @param {string} [story] */
  tell(story = this.run.story) {
    const { share, rate } = this.run;
    const words = `${share} × the limit = ${rate}`;
    this.share.textContent = words;
    this.rate.setAttribute("aria-valuetext", words);
    this.section.toggleAttribute("data-past", Number(share) > 1);
    if (this.story.textContent !== story) this.story.textContent = story;
  }

  /** @param {Run} run @param {number} k @param {number} turned */
  show(run, k, turned) {
    this.shown = { run, k };
    this.turned = turned;
    this.draw(run, k, turned);
  }

  /** A control was moved. */
  change() {
    if (calm.matches) {
      this.begun += 1;
      this.tell();
      this.show(this.run, this.run.k.at(-1) ?? 0, Number(this.switch.checked));
    } else {
      this.act(() => this.play());
    }
  }

  /** The button: whoever presses it wants to see motion. */
  press() {
    if (this.section.dataset.state === "plays") {
      this.begun += 1;
      this.mark("rests");
    } else {
      this.act(() => this.play());
    }
  }

  /** @param {string} state */
  mark(state) {
    this.section.dataset.state = state;
    this.button.textContent = state === "plays" ? "Stop" : "Play again";
  }

  /** Begin something, which ends what was begun before. @param {() => Promise<unknown>} what */
  async act(what) {
    this.begun += 1;
    const mine = this.begun;
    this.mark("plays");
    await what();
    if (mine === this.begun) this.mark("rests");
  }

  /** The first visit: the raw run, then the switch, then the standardized one. */
  async perform() {
    if (!(await this.play()) || !(await this.over(REST, () => {}))) return;
    this.switch.checked = true;
    await this.play();
  }

  /** Turn what is shown if the switch says so, then run; whether it went to its end. */
  async play() {
    const { run } = this;
    const [from, to] = [this.turned, Number(this.switch.checked)];
    const turn = (/** @type {number} */ share) =>
      this.show(this.shown.run, this.shown.k, from + eased(share) * (to - from));
    if (from !== to) {
      this.tell(TURNING[to]);
      if (!(await this.over(TURN, turn))) return false;
    }
    this.tell();
    this.show(run, 0, to);
    return this.over(duration(run), (share) => this.show(run, stepAt(run, share), to));
  }

  /**
   * Call `frame` with a share of one that grows until the time is over. It ends early,
   * and says so, when something else was begun or the page has gone.
   * @param {number} time @param {(share: number) => void} frame @returns {Promise<boolean>}
   */
  over(time, frame) {
    const mine = this.begun;
    const start = performance.now();
    return new Promise((done) => {
      const next = (/** @type {number} */ now) => {
        if (mine !== this.begun || !this.section.isConnected) return done(false);
        const share = Math.min(1, Math.max(0, (now - start) / time));
        frame(share);
        if (share < 1) requestAnimationFrame(next);
        else done(true);
      };
      requestAnimationFrame(next);
    });
  }
}
