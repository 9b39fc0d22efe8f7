import { Injectable } from '@nestjs/common';

interface KnownPath {
  readonly form: RegExp;
  readonly methods: Set<string>;
}

/** The paths of the admin API with their methods, so that a wrong method can be told from a wrong path. */
@Injectable()
export class KnownPaths {
  private readonly paths = new Map<string, KnownPath>();

  /** @param route such as `/api/v1/users/:id` */
  add(route: string, methods: readonly string[]): void {
    if (!route.startsWith('/api/') || route.includes('*')) return;
    const known = this.paths.get(route) ?? { form: formOf(route), methods: new Set() };
    for (const method of methods) known.methods.add(method);
    this.paths.set(route, known);
  }

  /** Methods that the path takes; none for an unknown path. */
  methodsOf(path: string): readonly string[] {
    return [...this.paths.values()].flatMap(({ form, methods }) => (form.test(path) ? [...methods] : []));
  }
}

function formOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:[^/]+/g, '[^/]+')}$`);
}
