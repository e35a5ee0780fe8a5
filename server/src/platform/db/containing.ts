/** The pattern of `like` that finds the words anywhere; a sign that means something to `like` stands for itself. */
export const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`
