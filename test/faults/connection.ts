/** The network between the monitor and the database: harm at each message of the protocol or record of TLS, either way. */

import { setImmediate as turn } from "node:timers/promises";
import { type Scene, type Stage, setStage } from "./scenes.ts";
import { type Conditions, type Family, type Trial, trafficOf, tryScene } from "./trial.ts";
import { drip, otherSide, type Side, type Strike } from "./wire-proxy.ts";

type Harms = Readonly<Record<string, Strike>>;

const AT_ONCE: Harms = {
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
    link.halfClose(otherSide(from));
    return bytes;
  },
  "sent byte by byte": (message, link) => drip(message, link, turn),
};

const once =
  (side: Side, number: number, harm: Strike): Strike =>
  (message, link) =>
    message.from === side && message.number === number ? harm(message, link) : message.bytes;

const SIDES: readonly Side[] = ["client", "server"];

/** What frames a message is not what it was: told at once, or waited for in vain. */
const GARBLED: Harms = {
  "letter of a message garbled": ({ bytes }) => withByte(bytes, 0, 0x3f),
  "length of a message garbled": ({ bytes }) => withByte(bytes, 1, 0x7f),
};

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  if (at < changed.length) changed[at] = value;
  return changed;
}

/** Of TLS, from the first record of the handshake on: whoever is in between can do no more than end it. */
const CUT_RECORDS = withTls(AT_ONCE);
const GARBLED_RECORDS = withTls({
  "a byte flipped": ({ bytes }) => flipped(bytes),
  "length garbled": ({ bytes }) => withByte(bytes, bytes.length > 4 ? 3 : 0, 0x3f),
});

function withTls(harms: Harms): Harms {
  return Object.fromEntries(Object.entries(harms).map(([name, harm]) => [`TLS: ${name}`, harm]));
}

const NO_TLS = "TLS: the answer says that there is none";

/** Within what is encrypted, where there is that much. */
const flipped = (bytes: Buffer): Buffer => {
  const at = Math.floor(bytes.length / 2);
  return withByte(bytes, at, (bytes[at] ?? 0) ^ 0x20);
};

const inTime: NonNullable<Conditions["check"]> = (world, options) => world.check({ ...options, limitMs: 2_000 });

const faultsIn = (harms: Harms): string[] =>
  Object.keys(harms).flatMap((fault) => SIDES.map((side) => nameOf(fault, side)));

async function trialsIn(stage: Stage, harms: Harms, conditions: Conditions = {}): Promise<Trial[]> {
  const places = (await Promise.all(stage.scenes.map((scene) => placesIn(stage, scene, conditions)))).flat();
  return Object.entries(harms).flatMap(([fault, harm]) =>
    places.map(({ scene, side, number }) => ({
      fault: nameOf(fault, side),
      place: `${scene.name}, message ${number}`,
      run: () => tryScene(stage, scene, { ...conditions, strike: once(side, number, harm) }),
    })),
  );
}

/** Every place where the connection can break, in every scene. */
export const CONNECTION: Family = {
  faults: faultsIn(AT_ONCE),
  share: 1.2,
  trials: (stage) => trialsIn(stage, AT_ONCE),
};

export const GARBLING: Family = {
  faults: faultsIn(GARBLED),
  atOnce: 8,
  share: 0.5,
  trials: (stage) => trialsIn(stage, GARBLED, { check: inTime }),
};

/** The same between the monitor and a server that speaks TLS. */
export const ENCRYPTED: Family = {
  faults: [...faultsIn(CUT_RECORDS), ...faultsIn(GARBLED_RECORDS), NO_TLS],
  atOnce: 4,
  share: 0.3,
  trials: async (stage) => {
    const other = await setStage({ tls: true });
    stage.beside.push(other);
    // Whoever goes on without TLS has been read by whoever is in between.
    const downgraded = { tls: true, closed: true, strike: once("server", 1, () => Buffer.from("N")) };
    return [
      ...(await trialsIn(other, CUT_RECORDS, { tls: true })),
      ...(await trialsIn(other, GARBLED_RECORDS, { tls: true, check: inTime })),
      ...other.scenes.map((scene) => ({
        ...{ fault: NO_TLS, place: scene.name },
        run: () => tryScene(other, scene, downgraded),
      })),
    ];
  },
};

function nameOf(fault: string, side: Side): string {
  return `${fault} at a message from the ${side}`;
}

async function placesIn(stage: Stage, scene: Scene, { tls = false }: Conditions) {
  const count = await trafficOf(stage, scene, { tls });
  return SIDES.flatMap((side) =>
    Array.from({ length: count[side] }, (_, index) => ({ scene, side, number: index + 1 })),
  );
}
