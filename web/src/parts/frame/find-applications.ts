import type { ApplicationSummary } from '../../../../server/src/query/schema/application.ts';

/**
 * The applications whose name, type or service holds every word of `text`; names that begin with it first,
 * those with running agents before the others, then by name.
 */
export function findApplications(applications: readonly ApplicationSummary[], text: string): ApplicationSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (application: ApplicationSummary): number => {
    const begins = words[0] !== undefined && application.applicationName.toLowerCase().startsWith(words[0]);
    return (begins ? 0 : 2) + (application.agents > 0 ? 0 : 1);
  };
  return applications
    .filter((application) => {
      const all = `${application.serviceName} ${application.applicationName} ${application.serviceType}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b) || a.applicationName.localeCompare(b.applicationName));
}
