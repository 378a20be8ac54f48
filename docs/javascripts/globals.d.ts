/** What scripts meet that brings no types of its own: Material's globals, and packages. */
interface Window {
  /** Emits the document, at the first page and at each instant navigation. */
  document$: { subscribe(next: (document: Document) => void): void };
  /** Emits where a link or the history leads, places of the same page included. */
  location$: { subscribe(next: (url: URL) => void): void; next(url: URL): void };
}

declare module "d3-contour" {
  export function contours(): any;
}

declare module "d3-3d" {
  export function gridPlanes3D(): any;
  export function points3D(): any;
}
