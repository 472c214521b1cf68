/** As much as the server takes of a search, wherever there is one. */
export const searchLengthMax = 200;
