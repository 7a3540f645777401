import type { Application } from './dsl.ts';
import { Random } from './random.ts';

/** One process of an application. A restart makes another agent of the same name. */
export interface Agent {
  readonly application: Application;
  /** Numbered, such as `shop-api-2`. */
  readonly name: string;
  readonly id: string;
  /** ms since 1970. */
  readonly startTime: number;
  readonly host: string;
  readonly ip: string;
  readonly pid: number;
}

/** How an agent that restarts does it, in ms: so long from start to start, of which it is down at the end. */
const restart = { every: 180_000, down: 20_000, refusesBefore: 6_000 };

interface Post {
  readonly application: Application;
  readonly name: string;
  readonly index: number;
  readonly restarts: boolean;
}

/** Which agents run when. All of it follows from the seed and the time of start. */
export class Roster {
  readonly #posts: readonly Post[];
  readonly #seed: number;
  readonly #start: number;
  readonly #agents = new Map<string, Agent>();

  constructor(applications: readonly Application[], seed: number, start: number) {
    const names = applications.flatMap((application) =>
      Array.from({ length: application.agents }, (_, at) => ({
        application,
        name: `${application.name}-${at + 1}`,
        restarts: application.restarts === true && at === application.agents - 1,
      })),
    );
    this.#posts = names.map((post, index) => ({ ...post, index }));
    this.#seed = seed;
    this.#start = start;
  }

  /** The agents that run at this time. */
  running(at: number): readonly Agent[] {
    return this.#posts.filter((post) => this.#remains(post, at) > 0).map((post) => this.#agent(post, at));
  }

  /** One of an application's agents that takes requests at this time. */
  pick(application: Application, at: number, random: Random): Agent {
    const posts = this.#posts.filter(
      (post) => post.application === application && this.#remains(post, at) > restart.refusesBefore,
    );
    return this.#agent(random.pick(posts), at);
  }

  /** ms until this agent goes down. */
  #remains({ restarts }: Post, at: number): number {
    if (!restarts) return Number.POSITIVE_INFINITY;
    return restart.every - restart.down - (Math.max(0, at - this.#start) % restart.every);
  }

  #agent(post: Post, at: number): Agent {
    const life = post.restarts ? Math.floor(Math.max(0, at - this.#start) / restart.every) : 0;
    const key = `${post.name} ${life}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const random = new Random(`${this.#seed} ${this.#start} ${key}`);
    const agent: Agent = {
      application: post.application,
      name: post.name,
      // The Python agent makes up an id at every start.
      id: post.application.language === 'python' ? random.text(22) : post.name,
      startTime: this.#start + life * restart.every + post.index,
      host: `${post.name}.shop.internal`,
      ip: `10.20.${post.index}.${10 + (post.index % 7)}`,
      pid: random.between(1000, 30_000),
    };
    if (post.restarts) this.#agents.delete(`${post.name} ${life - 2}`);
    this.#agents.set(key, agent);
    return agent;
  }
}
