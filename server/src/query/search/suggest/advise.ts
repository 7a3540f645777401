import type { Application } from '../../../store/application.ts';
import { applicationName } from '../../application-name.ts';
import type { Advice } from '../../schema/search.ts';
import type { Query } from '../language/query.ts';
import type { Sampler } from './sampler.ts';
import { isTemplate, pathsOf, standsFor } from './template.ts';

const APPLICATIONS = 12;
const TEMPLATES = 3;

/**
 * What to try where a query that names a path has found nothing: templates that agents record in place of paths, those
 * first that may stand for the path. Nothing where no path was named, or no agent records templates.
 */
export async function advise(
  query: Query,
  applications: readonly Application[],
  sampler: Pick<Sampler, 'ofOne'>,
): Promise<Advice[]> {
  const paths = pathsOf(query);
  if (paths.length === 0) return [];
  const advice = await Promise.all(
    applications.slice(0, APPLICATIONS).map(async (application): Promise<Advice | undefined> => {
      const { fields } = await sampler.ofOne(application);
      const templates = [...(fields.get('endpoint')?.keys() ?? [])].filter(isTemplate);
      const fitting = templates.filter((template) => paths.some((path) => standsFor(template, path)));
      if (templates.length === 0) return undefined;
      const fits = fitting.length > 0;
      const named = (fits ? fitting : templates).slice(0, TEMPLATES);
      return { application: applicationName(application), templates: named, fits };
    }),
  );
  const given = advice.filter((one) => one !== undefined);
  const fitting = given.filter(({ fits }) => fits);
  return fitting.length > 0 ? fitting : given;
}
