/** The words of a text: a list of column names that can be read as one. */
export const words = (text: string): readonly string[] => text.split(" ");
