import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MIB = 1024 ** 2;

/** A file system of its own, in memory, that a test can fill. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Throws where this user may not mount file systems. */
  static mount(mebibytes: number): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'finepoint-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path], { stdio: 'ignore' });
    } catch (error) {
      rmSync(path, { recursive: true });
      throw error;
    }
    return new SmallDisk(path);
  }

  /** Fills it with something of somebody else, or takes that away, until so much is free. */
  async leave(mebibytes: number): Promise<void> {
    const ballast = join(this.path, 'ballast');
    await rm(ballast, { force: true });
    const { bavail, bsize } = await statfs(this.path);
    const size = bavail * bsize - mebibytes * MIB;
    if (size > 0) await writeFile(ballast, Buffer.alloc(size));
  }

  unmount(): void {
    execFileSync('umount', [this.path], { stdio: 'ignore' });
    rmSync(this.path, { recursive: true });
  }
}

/** Why there can be no small disk here, for `skip`; false if there can. */
export const noSmallDisk: string | false = (() => {
  try {
    SmallDisk.mount(1).unmount();
    return false;
  } catch {
    return 'this user may not mount a file system';
  }
})();
