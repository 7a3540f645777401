import type { Gate } from './gate.ts';
import { defaultLeast, type Guard, guard, OPEN } from './guard.ts';

/** A file system: bytes that may be written, and bytes it has. */
export interface Disk {
  readonly free: number;
  readonly size: number;
}

/** What is thought of a file system before it was asked. */
const endless: Disk = { free: Number.MAX_SAFE_INTEGER, size: Number.MAX_SAFE_INTEGER };

export interface DiskGuardOptions {
  readonly disk: () => Promise<Disk>;
  /** Bytes that must stay free; undefined: the default for the disk's size. */
  readonly least: number | undefined;
  readonly gate: Gate;
  readonly overQuota: () => boolean;
  /** ms that only ever grow. */
  readonly uptime: () => number;
  readonly changed: (to: Guard, disk: Disk) => void;
}

/** Looks how full the disk is, and sets the gate. */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  #state: Guard = OPEN;
  #disk: Disk = endless;
  #fullWriteAt = Number.NEGATIVE_INFINITY;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
  }

  get state(): Guard {
    return this.#state;
  }

  /** As it was at the last look. */
  get disk(): Disk {
    return this.#disk;
  }

  get least(): number {
    return this.#options.least ?? defaultLeast(this.#disk.size);
  }

  /** Fails where the disk cannot be asked; then it is as it was. */
  async look(): Promise<void> {
    try {
      this.#disk = await this.#options.disk();
    } finally {
      this.#judge();
    }
  }

  /** A write met a full disk. */
  fullWrite(): void {
    this.#fullWriteAt = this.#options.uptime();
    this.#judge();
  }

  #judge(): void {
    const { gate, overQuota, uptime, changed } = this.#options;
    const next = guard(this.#state, {
      free: this.#disk.free,
      least: this.least,
      overQuota: overQuota(),
      sinceFullWrite: uptime() - this.#fullWriteAt,
    });
    const before = this.#state;
    this.#state = next;
    gate.set(next.admits);
    if (next.admits !== before.admits) changed(next, this.#disk);
  }
}
