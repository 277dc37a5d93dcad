/**
 * Maximum flow (Dinic 1970) on a small directed network with whole capacities. Afterwards `reaches` tells which nodes lie on
 * the source's side of a minimum cut: the culprits of a shortage.
 */
export class Flow {
  readonly #to: number[] = [];
  readonly #room: number[] = [];
  readonly #out: number[][] = [];

  /** Adds a node and returns its number, from 0. */
  node(): number {
    return this.#out.push([]) - 1;
  }

  /** Adds an edge. @param capacity - a whole number, 0 or more */
  edge(from: number, to: number, capacity: number): void {
    this.#out[from]!.push(this.#to.push(to) - 1);
    this.#room.push(capacity);
    this.#out[to]!.push(this.#to.push(from) - 1);
    this.#room.push(0);
  }

  /** Sends as much as fits. O(nodes² edges), far less on the layered networks it is used for. */
  max(source: number, sink: number): number {
    let sum = 0;
    for (let level = this.#levels(source); level[sink]! >= 0; level = this.#levels(source)) {
      const next = new Int32Array(this.#out.length);
      for (let sent = 1; sent > 0; sum += sent) sent = this.#send(source, sink, Infinity, level, next);
    }
    return sum;
  }

  /** After `max`: whether more could still be sent from the source to this node. */
  reaches(source: number): (node: number) => boolean {
    const level = this.#levels(source);
    return (node) => level[node]! >= 0;
  }

  #levels(source: number): Int32Array {
    const level = new Int32Array(this.#out.length).fill(-1);
    level[source] = 0;
    const queue = [source];
    for (const node of queue) {
      for (const e of this.#out[node]!) {
        if (!(this.#room[e]! > 0) || level[this.#to[e]!]! >= 0) continue;
        level[this.#to[e]!] = level[node]! + 1;
        queue.push(this.#to[e]!);
      }
    }
    return level;
  }

  #send(node: number, sink: number, most: number, level: Int32Array, next: Int32Array): number {
    if (node === sink) return most;
    const out = this.#out[node]!;
    for (; next[node]! < out.length; next[node]!++) {
      const e = out[next[node]!]!;
      const to = this.#to[e]!;
      if (!(this.#room[e]! > 0) || level[to] !== level[node]! + 1) continue;
      const sent = this.#send(to, sink, Math.min(most, this.#room[e]!), level, next);
      if (sent === 0) continue;
      this.#room[e]! -= sent;
      this.#room[e ^ 1]! += sent;
      return sent;
    }
    return 0;
  }
}
