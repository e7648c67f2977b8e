/** Version of this package. A constant, because reading package.json would cost every start; a test compares the two. */
export const VERSION = '0.1.0';
