import { execFile } from 'node:child_process';
import { mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MIB = 1024 * 1024;

/** A file system in memory whose size a test may change: nothing is as full as one that just became smaller. */
export class SmallDisk {
  readonly path: string;
  readonly #size: number;

  private constructor(path: string, size: number) {
    this.path = path;
    this.#size = size;
  }

  /** Mounts one of `size` MiB, which takes memory only as it is filled; undefined where that is not permitted. */
  static async mount(size: number): Promise<SmallDisk | undefined> {
    const path = await mkdtemp(join(tmpdir(), 'finepoint-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', path]);
      return new SmallDisk(path, size);
    } catch {
      await rmdir(path);
      return undefined;
    }
  }

  /** Leaves room for so many bytes more, and for nothing else. */
  async fill(left: number): Promise<void> {
    const { bsize, blocks, bfree } = await statfs(this.path);
    await this.#resize(Math.ceil(((blocks - bfree) * bsize + left) / 1024));
  }

  /** Gives back the size it had. */
  empty(): Promise<void> {
    return this.#resize((this.#size * MIB) / 1024);
  }

  async unmount(): Promise<void> {
    await run('umount', ['-l', this.path]);
    await rmdir(this.path);
  }

  async #resize(kib: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${kib}k`, this.path]);
  }
}
