export interface Blurring {
  readonly track: MediaStreamTrack;
  end(): void;
}
export function blur(_c: MediaStreamTrack, _f: (why: 'unable' | 'slow') => void): Promise<Blurring> {
  return Promise.reject(new Error('x'));
}
