/** An id made of a name: `Production ALB cert` becomes `production-alb-cert`. Undefined when nothing is left. */
export function slugOf(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 128);
  return slug === '' ? undefined : slug;
}
