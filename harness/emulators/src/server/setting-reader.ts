/** What a setting may be, and how that is told to whoever gave something else. */
export interface SettingRule {
  readonly says: string;
  accepts(value: unknown): boolean;
}

/** One of some words. */
export function oneOf(...words: readonly string[]): SettingRule {
  return { says: words.join(' or '), accepts: (value) => words.some((word) => word === value) };
}

/** An object, or one of some words; `null` may be among them. */
export function objectOr(says: string, ...others: readonly (string | null)[]): SettingRule {
  return { says, accepts: (value) => isRecord(value) || others.some((other) => other === value) };
}

/**
 * Reads settings that came as JSON; those that are left out stay as they are. A setting without a rule is of the
 * type that its default has.
 */
export function settingReader<Settings extends object>(
  defaults: Settings,
  rules: Readonly<Partial<Record<keyof Settings, SettingRule>>>,
): (value: unknown) => Partial<Settings> {
  const known = new Map<string, unknown>(Object.entries(defaults));
  const ruleOf = new Map<string, SettingRule>(Object.entries(rules));
  /** @throws TypeError for a name that is no setting, or a value that the setting cannot have */
  return (value) => {
    if (!isRecord(value)) throw new TypeError('settings are a JSON object');
    for (const [name, setting] of Object.entries(value)) {
      if (!known.has(name))
        throw new TypeError(`${name} is no setting; there are ${[...known.keys()].join(', ')}`);
      const rule = ruleOf.get(name) ?? ofType(known.get(name));
      if (!rule.accepts(setting)) throw new TypeError(`${name} is ${rule.says}`);
    }
    // Every name was checked to be a setting, and its value to be one that the setting can have.
    return value as Partial<Settings>;
  };
}

function ofType(example: unknown): SettingRule {
  const type = typeof example;
  const says = type === 'number' ? 'a number of milliseconds or entries' : `a ${type}`;
  return { says, accepts: (value) => typeof value === type };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
