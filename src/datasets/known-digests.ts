/** SHA-256 of each dataset's lines; they never change. `tidemark datasets --check` compares. */
export const knownDigests: Readonly<Record<string, string>> = {
  orders: "cabd41cc8e346c57cdc135c2123353d6b8104aacf28727665f705e9396f7fe4b",
  saldo: "c262710c02adff045a2076c1feda62aa4ae9c5675f1f4913eeb8eab35e03805a",
  clicks: "eb47ff87c780e8be232885c9cc3ab139b5cedfeac193fd6b9c66561ac2853bff",
  ships: "a5b68a9160ec306e10c54df8b138dabb2e7ae320b153eddc735cfddb0186df6c",
  "watermark-demo": "1410c7ba9e20dac3f0d82cae9f710581df24873d6c6788d65cec4b1d96e3402c",
  readings: "7a3fc53e5c531f7bb77aa1c03c0da77ded67244314e507f2a7be38f73c1db36e",
  sales: "29846833bb257d8d528b283fa7a1312e22d2c3594026fd39df05ccb67681272f",
};
