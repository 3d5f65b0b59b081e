/** Control characters, and those that turn the direction of what follows: a text could look like another. */
export const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
