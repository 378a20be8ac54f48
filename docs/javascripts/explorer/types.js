/**
 * The shapes that the explorer's modules share; nothing of this exists when it runs.
 * The one rule: these are the shapes of scripts.engine, word for word.
 * @typedef {{shape: number[], data: Float64Array}} Table rows of numbers, row by row
 *
 * @typedef {(typeof import("#schema"))["defaults"]} Usual
 * @typedef {Omit<Usual, "data" | "optimizer" | "compare" | "pins" | "code" | "exercise"> & {
 *   data: {name: string, x?: number[], features?: [string, number[]][], y?: number[],
 *     moved?: number[][]},
 *   optimizer: {name: string, learning_rate?: number | number[], [field: string]: unknown},
 *   compare: Record<string, unknown> | null,
 *   pins: Pick<Settings, "data" | "optimizer" | "loss" | "l2" | "coordinates" | "precision" |
 *     "epochs" | "start" | "seed">[],
 *   code: string | null,
 *   exercise: string | null,
 * }} Settings the whole state that a link carries, with the keys that Python writes
 *
 * @typedef {{eigenvalues: Float64Array, vectors: Table, first: Float64Array,
 *   left: Table,
 *   predicted: Table | null}} Modes
 *
 * @typedef {{names: string[], coefficients: Table, best: Float64Array, start: Float64Array,
 *   eigenvalues: Float64Array, plane: Table}} Features plane: from the raw coefficients to the
 *   two numbers that are drawn
 *
 * @typedef {object} Frame all that is drawn of one run
 * @property {Settings} settings
 * @property {{x?: Float64Array, X?: Table, y?: Float64Array, A?: Table, b?: Float64Array}} data
 * @property {string[]} names
 * @property {Float64Array} k
 * @property {Table} x
 * @property {Table} z
 * @property {Float64Array} loss
 * @property {Table} grad
 * @property {Float64Array | null} predicted
 * @property {Modes | null} modes
 * @property {Features | null} features what several features have beside the picture
 * @property {Float64Array | null} optimum
 * @property {Float64Array | null} optimum_z
 * @property {{matrix: Table, offset: Float64Array}} map raw = matrix z + offset
 * @property {number | null} best
 * @property {number | null} limit
 * @property {number | null} share
 * @property {{half: number, past: number, best?: number} | null} rates to choose among
 * @property {number | null} condition_number
 * @property {number} per_epoch steps in an epoch
 * @property {Record<string, number | null>} steps
 * @property {string} status
 * @property {string[]} messages
 * @property {{name: string, wrong: boolean, says: string} | null} program what was found of the
 *   reader's program, held against its own loss
 * @property {{u: Float64Array, v: Float64Array, loss: Table, equal: boolean}} surface
 * @property {Record<string, any>} quantities what exercises may ask of the run
 *
 * @typedef {object} State
 * @property {Settings} settings what the controls show; the frame may lag behind it
 * @property {Frame | null} frame
 * @property {(Frame | null)[]} pins runs that stay, as the settings list them; null: awaited
 * @property {number} k the row of the frame that is shown
 * @property {boolean} playing
 * @property {number} speed 1 is a run in about a dozen seconds
 * @property {"none" | "loading" | "ready" | "failed"} runtime
 * @property {{loaded: number, total: number}} progress of the runtime, in bytes
 * @property {boolean} busy an answer is awaited
 * @property {boolean} running the reader's program runs
 * @property {string} problem a message for the reader, or ""
 * @property {boolean} refused the settings have no run, so the frame is that of others
 * @property {number | null} line of the reader's program that the problem is about
 * @property {string} printed by the reader's program
 * @property {{says: string, before: Settings["optimizer"] | null} | null} kept what became of
 *   the rate when its limit moved, and the method with the rate that would stand otherwise
 *
 * @typedef {object} Actions
 * @property {(made: {settings: Settings, frame: any, other?: any}) => void} show a run that the
 *   build has made
 * @property {(patch: Partial<Settings>) => void} change
 * @property {(patch: Partial<Settings>) => void} choose change, at the same share of the limit
 * @property {(settings: Settings) => Promise<any>} dial the steps of each learning rate
 * @property {(row: number) => void} go
 * @property {(place: {step: number}) => void} seek the row nearest to a step
 * @property {() => void} pin the run that is shown
 * @property {(i: number) => void} unpin
 * @property {() => void} play
 * @property {() => void} pause
 * @property {(speed: number) => void} hasten
 * @property {(limit?: {seconds: number}) => void} runCode
 * @property {() => void} stopCode
 * @property {() => void} reset
 * @property {() => Promise<string>} share
 * @property {(settings: Settings, problem?: string) => void} loadSettings
 */
export {};
