/**
 * What each view draws from.
 * The one rule: a view's `draw` is for a new scene, its `at` for a new row of the same scene.
 * @import { Frame, Settings } from "../types.js"
 * @typedef {object} Scene
 * @property {Frame} frame
 * @property {Frame[]} pins
 * @property {Settings} settings
 * @property {number} k row of the frame
 * @property {number} width of the drawing, in pixels
 * @property {number} height
 *
 * @typedef {{draw: (scene: Scene) => void, at: (k: number) => void, destroy?: () => void}} View
 */
export {};
