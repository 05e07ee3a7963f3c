// Circles and lengths on the ground; good to a metre at the size of a community.
export type LonLat = [number, number];
const EARTH = 6371008.8;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

export function distance(a: LonLat, b: LonLat): number {
  const dLat = rad(b[1] - a[1]);
  const dLon = rad(b[0] - a[0]);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a[1])) * Math.cos(rad(b[1])) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

export function circleRing(centre: LonLat, metres: number): LonLat[] {
  const lat = metres / (EARTH * rad(1));
  const lon = lat / Math.cos(rad(centre[1]));
  return Array.from({ length: 65 }, (_, n) => {
    const angle = (n / 64) * Math.PI * 2;
    return [centre[0] + lon * Math.cos(angle), centre[1] + lat * Math.sin(angle)];
  });
}

export function lengthOf(points: readonly LonLat[]): number {
  return points.slice(1).reduce((sum, point, n) => sum + distance(points[n] as LonLat, point), 0);
}

export function said(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
}
