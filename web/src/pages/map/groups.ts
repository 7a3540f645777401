import type { ApplicationSummary } from '../../../../server/src/query/schema/application.ts';
import { applicationKey } from '../../data/application.ts';

export interface Group {
  readonly name: 'favourites' | 'recent' | 'others';
  readonly members: readonly ApplicationSummary[];
}

/** Others than favourites and the ones looked at last are cut here; the picker of the frame has them all. */
const OTHERS = 60;

/** Each application once: among the favourites, those looked at last (newest first), or the others (running first, by name). */
export function groups(
  applications: readonly ApplicationSummary[],
  isFavourite: (key: string) => boolean,
  recent: readonly string[],
): readonly Group[] {
  const byName = applications.toSorted(
    (a, b) => Number(b.agents > 0) - Number(a.agents > 0) || a.applicationName.localeCompare(b.applicationName),
  );
  const favourites = byName.filter((application) => isFavourite(applicationKey(application)));
  const rest = byName.filter((application) => !isFavourite(applicationKey(application)));
  const seen = recent.flatMap((key) => rest.filter((application) => applicationKey(application) === key));
  const others = rest.filter((application) => !seen.includes(application)).slice(0, OTHERS);
  const all: readonly Group[] = [
    { name: 'favourites', members: favourites },
    { name: 'recent', members: seen },
    { name: 'others', members: others },
  ];
  return all.filter(({ members }) => members.length > 0);
}
