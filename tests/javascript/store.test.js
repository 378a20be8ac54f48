import assert from "node:assert/strict";
import { test } from "node:test";

import { coalesce } from "../../docs/javascripts/explorer/state/coalesce.js";
import { createStore } from "../../docs/javascripts/explorer/state/store.js";

test("listeners hear of changes alone, with the state before", () => {
  const store = createStore({ k: 0, playing: false });
  const heard = [];
  const stop = store.subscribe((state, previous) => heard.push([previous.k, state.k]));
  store.set({ k: 0 });
  store.set({ k: 2 });
  stop();
  store.set({ k: 3 });
  assert.deepEqual(heard, [[0, 2]]);
  assert.deepEqual(store.get(), { k: 3, playing: false });
});

test("a listener of keys hears of no other", () => {
  const store = createStore({ k: 0, playing: false, busy: false });
  const heard = [];
  store.subscribe(({ k }) => heard.push(k), ["k", "playing"]);
  store.set({ busy: true });
  store.set({ k: 2 });
  store.set({ playing: true, busy: false });
  assert.deepEqual(heard, [2, 2]);
});

test("one question is on its way; of those that wait, the newest goes", async () => {
  const asked = [];
  const taken = [];
  const failed = [];
  const rests = [];
  /** @type {(() => void)[]} */
  const answers = [];
  const queue = coalesce(
    (question) =>
      new Promise((resolve, reject) => {
        asked.push(question);
        answers.push(() => (question === 4 ? reject(new Error("no")) : resolve(question * 10)));
      }),
    (answer, question) => taken.push([question, answer]),
    (error) => failed.push(error.message),
    () => rests.push(asked.length),
  );
  const settle = () => new Promise((done) => setTimeout(done));
  [1, 2, 3].forEach(queue.put);
  assert.deepEqual(asked, [1]);
  answers.shift()?.();
  await settle();
  assert.deepEqual(asked, [1, 3]);
  queue.put(4);
  answers.shift()?.();
  await settle();
  answers.shift()?.();
  await settle();
  queue.put(5);
  queue.put(6);
  queue.drop();
  answers.shift()?.();
  await settle();
  await settle();
  queue.put(7);
  answers.shift()?.();
  await settle();
  assert.deepEqual(asked, [1, 3, 4, 5, 7]);
  // What was on its way when the queue was dropped is told to nobody.
  assert.deepEqual(taken, [
    [1, 10],
    [3, 30],
    [7, 70],
  ]);
  assert.deepEqual(failed, ["no"]);
  assert.deepEqual(rests, [3, 4, 5]);
});
