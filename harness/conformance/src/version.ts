/** Version of this package: reports name the suite that made them. */
export const VERSION = '0.1.0';
