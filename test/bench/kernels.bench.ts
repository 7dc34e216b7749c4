/**
 * The kernels beside their scalar twins, and beside OpenSSL's Poly1305, in MB/s on one core.
 *
 * Each figure is the median of several rounds over the same bytes; the rounds of all columns take turns, so that a busy
 * machine slows all of them. OpenSSL is reached through the additional data of chacha20-poly1305, which are
 * authenticated and not encrypted. The chunker has no peer in Node.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CHUNK_MAX, Chunker, poly1305 } from '../../src/kernels/index.ts';
import { poly1305Scalar } from '../../src/kernels/poly1305/poly1305-scalar.ts';
import { ScalarChunker } from '../../src/kernels/rabin/rabin-scalar.ts';

const USAGE = `Usage: scripts/bench kernels [--rounds N] [--size MIB]

  --rounds N    rounds of which the median is taken (default 7)
  --size MIB    bytes a kernel works through in a round (default 64); the twins get a part of them`;

const POLYNOMIAL = 0x3da3358b4dc173n;
const MIB = 1 << 20;

interface Contender {
  readonly bytes: number;
  readonly run: () => void;
}

interface Row {
  readonly name: string;
  readonly kernel: Contender;
  readonly twin: Contender;
  readonly peer?: Contender;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    size: { type: 'string', default: '64' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [rounds, size] = [Number(values.rounds), Number(values.size)];
if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(size) && size > 0)) {
  console.error(USAGE);
  process.exit(2);
}

const data = new Uint8Array(randomBytes(8 * MIB));
console.log(`${'MB/s, random bytes'.padEnd(20)} ${['kernel', 'scalar twin', 'OpenSSL'].map((title) => title.padStart(12)).join('')}`);
for (const row of [chunkerRow(), poly1305Row()]) {
  const contenders = [row.kernel, row.twin, row.peer];
  const speeds = medians(contenders);
  console.log(`${row.name.padEnd(20)} ${speeds.map((speed) => (speed === undefined ? '-' : speed.toFixed(0)).padStart(12)).join('')}`);
}

function chunkerRow(): Row {
  const chunker = Chunker.create(POLYNOMIAL);
  chunker.window.set(data);
  const twin = new ScalarChunker(POLYNOMIAL);
  const cutAll = (cut: (start: number) => number): void => {
    for (let start = 0; start < data.length; ) start += cut(start);
  };
  const kernel = (start: number): number => {
    chunker.begin(start);
    return chunker.cut(Math.min(start + CHUNK_MAX, data.length), true);
  };
  return {
    name: 'Rabin chunker',
    kernel: { bytes: size * MIB, run: () => cutAll(kernel) },
    twin: { bytes: data.length, run: () => cutAll((start) => twin.firstChunk(data.subarray(start))) },
  };
}

function poly1305Row(): Row {
  const key = randomBytes(32);
  const tag = new Uint8Array(16);
  const few = data.subarray(0, MIB / 4);
  return {
    name: 'Poly1305',
    kernel: { bytes: size * MIB, run: () => poly1305(key, data, tag) },
    twin: { bytes: few.length, run: () => poly1305Scalar(key, few) },
    peer: { bytes: size * MIB, run: () => opensslPoly1305(key, data) },
  };
}

function opensslPoly1305(key: Uint8Array, message: Uint8Array): void {
  const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
  cipher.setAAD(message, { plaintextLength: 0 });
  cipher.final();
  cipher.getAuthTag();
}

/** MB/s of each, after one round that is not counted. */
function medians(contenders: readonly (Contender | undefined)[]): (number | undefined)[] {
  const speeds = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [column, contender] of contenders.entries()) {
      if (contender) speeds[column]!.push(megabytesPerSecond(contender));
    }
  }
  return speeds.map((all) => all.slice(1).sort((a, b) => a - b)[Math.floor(rounds / 2)]);
}

/** `run` works through `data`, or less when `bytes` is less; it runs as often as `bytes` asks for. */
function megabytesPerSecond({ bytes, run }: Contender): number {
  const times = Math.max(1, Math.round(bytes / data.length));
  const started = performance.now();
  for (let time = 0; time < times; time++) run();
  const seconds = (performance.now() - started) / 1000;
  return (bytes < data.length ? bytes : times * data.length) / 1e6 / seconds;
}
