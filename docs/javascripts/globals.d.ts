/** What scripts meet that brings no types of its own: Material's global, and packages. */
interface Window {
  /** Emits the document, at the first page and at each instant navigation. */
  document$: { subscribe(next: (document: Document) => void): void };
}

declare module "d3-contour" {
  export function contours(): any;
}

declare module "d3-3d" {
  export function gridPlanes3D(): any;
  export function points3D(): any;
}
