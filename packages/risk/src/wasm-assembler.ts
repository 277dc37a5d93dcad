/** Instructions of WebAssembly, in the order in which a machine with a stack takes them. */
export type Code = readonly number[];
export type ValueType = "i32" | "f64" | "v128";

/** A variable of a function, read by name. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** A function while it is being written. */
export interface FunctionBuilder {
  /** A new variable that begins with a value. */
  local(type: ValueType, value: Code): Local;
  /** Instructions so far are the body. */
  emit(...code: readonly Code[]): void;
}

/** @see WebAssembly Core Specification 2.0, 5 (binary format) */
const typeBytes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

/** One exported function. @param write - writes its body, given its parameters */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
  readonly write: (body: FunctionBuilder, ...parameters: readonly Local[]) => void;
}

/** The bytes of a module that exports the functions and works on the memory `memory.rows` that it is given. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array {
  return Uint8Array.from([
    ...header,
    ...section(
      1,
      functions.map(({ parameters, result }) => [
        0x60,
        ...list(parameters.map((type) => [typeBytes[type]])),
        ...list(result ? [[typeBytes[result]]] : []),
      ]),
    ),
    ...section(2, [[...text("memory"), ...text("rows"), 0x02, 0x00, 0x01]]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]),
    ),
    ...section(10, functions.map(bodyOf)),
  ]);
}

/** The name of the format, and its version. */
const header: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function bodyOf({ parameters, write }: WasmFunction): Code {
  const types: ValueType[] = [...parameters];
  const body: number[] = [];
  const variable = (index: number): Local => ({
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  });
  const builder: FunctionBuilder = {
    local(type, value) {
      const local = variable(types.push(type) - 1);
      body.push(...local.set(value));
      return local;
    },
    emit(...code) {
      for (const part of code) body.push(...part);
    },
  };
  write(builder, ...parameters.map((_, index) => variable(index)));
  const locals = types.slice(parameters.length).map((type) => [0x01, typeBytes[type]]);
  const code = [...list(locals), ...body, 0x0b];
  return [...unsigned(code.length), ...code];
}

const section = (id: number, items: readonly Code[]): Code => {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
};
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (name: string): Code => list(Array.from(name, (sign) => [sign.charCodeAt(0)]));

/** LEB128. */
function unsigned(value: number): Code {
  const rest = value >>> 7;
  return rest === 0 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(rest)];
}
function signed(value: number): Code {
  const [low, rest] = [value & 0x7f, value >> 7];
  const isLast = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}
const bytesOf = (value: number): Code => [...new Uint8Array(Float64Array.of(value).buffer)];

type Two = (a: Code, b: Code) => Code;
type One = (a: Code) => Code;
const two =
  (...code: Code): Two =>
  (a, b) => [...a, ...b, ...code];
const one =
  (...code: Code): One =>
  (a) => [...a, ...code];
const vector = (code: number): Code => [0xfd, ...unsigned(code)];
/** Reads at an address, plus an offset in bytes. */
const load =
  (...code: Code) =>
  (address: Code, offset = 0): Code => [...address, ...code, 0, ...unsigned(offset)];
const store =
  (...code: Code) =>
  (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...code, 0, ...unsigned(offset)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28),
  store: store(0x36),
  add: two(0x6a),
  sub: two(0x6b),
  mul: two(0x6c),
  shl: two(0x74),
  shiftRight: two(0x76),
  lessThan: two(0x48),
  /** Of a number that is whole. */
  from: one(0xaa),
};

export const f64 = {
  constant: (value: number): Code => [0x44, ...bytesOf(value)],
  load: load(0x2b),
  store: store(0x39),
  add: two(0xa0),
  sub: two(0xa1),
  mul: two(0xa2),
  div: two(0xa3),
  min: two(0xa4),
  max: two(0xa5),
  neg: one(0x9a),
  floor: one(0x9c),
  equal: two(0x61),
  greaterThan: two(0x64),
};

export const v128 = {
  load: load(...vector(0)),
  /** One number in both halves. */
  loadTwice: load(...vector(10)),
  store: store(...vector(11)),
  and: two(...vector(0x4e)),
  or: two(...vector(0x50)),
  xor: two(...vector(0x51)),
  /** Two halves, each from either: 0 and 1 are those of the first, 2 and 3 of the second. */
  halves: (a: Code, b: Code, first: number, second: number): Code => [
    ...a,
    ...b,
    ...vector(13),
    ...[first, second].flatMap((half) => Array.from({ length: 8 }, (_, byte) => half * 8 + byte)),
  ],
};

export const i32x4 = {
  splat: one(...vector(17)),
  lane: (a: Code, lane: number): Code => [...a, ...vector(27), lane],
  add: two(...vector(0xae)),
  mul: two(...vector(0xb5)),
  /** By so many bits, an `i32`. */
  shl: two(...vector(0xab)),
  shiftRight: two(...vector(0xad)),
};

export const f64x2 = {
  splat: one(...vector(20)),
  constant: (value: number): Code => [...vector(12), ...bytesOf(value), ...bytesOf(value)],
  /** From the two lower whole numbers. */
  fromLow: one(...vector(0xfe)),
  greaterThan: two(...vector(0x4a)),
  greaterOrEqual: two(...vector(0x4c)),
  abs: one(...vector(0xec)),
  sqrt: one(...vector(0xef)),
  add: two(...vector(0xf0)),
  sub: two(...vector(0xf1)),
  mul: two(...vector(0xf2)),
  /** The lesser and the greater of numbers, as one comparison and nothing more. */
  min: two(...vector(0xf6)),
  max: two(...vector(0xf7)),
};

const [block, again, end, isZero] = [[0x02, 0x40], [0x03, 0x40], [0x0b], 0x45];
/** Leaves the block, or begins the loop again, that it stands in. */
const branchIf = (condition: Code): Code => [...condition, 0x0d, 0x00];

/** Repeats a body while a condition holds; not at all when it does not at first. */
export const repeatWhile = (condition: Code, ...body: readonly Code[]): Code => [
  ...block,
  ...branchIf([...condition, isZero]),
  ...again,
  ...body.flat(),
  ...branchIf(condition),
  ...end,
  ...end,
];

/** Repeats a body while `at` is below a bound, adding `step` each time. */
export const loop = (at: Local, bound: Code, step: number, ...body: readonly Code[]): Code =>
  repeatWhile(i32.lessThan(at.get, bound), ...body, at.set(i32.add(at.get, i32.constant(step))));
