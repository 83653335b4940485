/** The network between the monitor and the database: harm at each message of the protocol, in either direction. */

import type { Scene, Stage } from "./scenes.ts";
import { type Family, trafficOf, tryScene } from "./trial.ts";
import type { Link, Message, Side, Strike } from "./wire-proxy.ts";

type Harm = (message: Message, link: Link) => Buffer | null;

const AT_ONCE: Readonly<Record<string, Harm>> = {
  "connection cut": (_message, link) => {
    link.cut();
    return null;
  },
  "connection reset": (_message, link) => {
    link.reset();
    return null;
  },
  "cut after half a message": ({ bytes }, link) => {
    setImmediate(() => link.cut());
    return bytes.subarray(0, Math.ceil(bytes.length / 2));
  },
  "half-closed": ({ from, bytes }, link) => {
    link.halfClose(from === "server" ? "client" : "server");
    return bytes;
  },
};

const once =
  (side: Side, number: number, harm: Harm): Strike =>
  (message, link) =>
    message.from === side && message.number === number ? harm(message, link) : message.bytes;

const SIDES: readonly Side[] = ["client", "server"];

/** What frames a message is not what it was: told at once, or waited for in vain. */
const GARBLED: Readonly<Record<string, Harm>> = {
  "letter of a message garbled": ({ bytes }) => withByte(bytes, 0, 0x3f),
  "length of a message garbled": ({ bytes }) => withByte(bytes, 1, 0x7f),
};

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  if (at < changed.length) changed[at] = value;
  return changed;
}

export const GARBLING: Family = {
  faults: Object.keys(GARBLED).flatMap((fault) => SIDES.map((side) => nameOf(fault, side))),
  atOnce: 8,
  share: 0.5,
  trials: async (stage) => {
    const places = (await Promise.all(stage.scenes.map((scene) => placesIn(stage, scene)))).flat();
    return Object.entries(GARBLED).flatMap(([fault, harm]) =>
      places.map(({ scene, side, number }) => ({
        fault: nameOf(fault, side),
        place: `${scene.name}, message ${number}`,
        run: () =>
          tryScene(stage, scene, {
            strike: once(side, number, harm),
            check: (world, options) => world.check({ ...options, limitMs: 2_000 }),
          }),
      })),
    );
  },
};

/** Every place where the connection can break, in every scene. */
export const CONNECTION: Family = {
  faults: Object.keys(AT_ONCE).flatMap((fault) => SIDES.map((side) => nameOf(fault, side))),
  share: 1.5,
  trials: async (stage) => {
    const places = (await Promise.all(stage.scenes.map((scene) => placesIn(stage, scene)))).flat();
    return Object.entries(AT_ONCE).flatMap(([fault, harm]) =>
      places.map(({ scene, side, number }) => ({
        fault: nameOf(fault, side),
        place: `${scene.name}, message ${number}`,
        run: () => tryScene(stage, scene, { strike: once(side, number, harm) }),
      })),
    );
  },
};

function nameOf(fault: string, side: Side): string {
  return `${fault} at a message from the ${side}`;
}

async function placesIn(stage: Stage, scene: Scene) {
  const count = await trafficOf(stage, scene);
  return SIDES.flatMap((side) =>
    Array.from({ length: count[side] }, (_, index) => ({ scene, side, number: index + 1 })),
  );
}
