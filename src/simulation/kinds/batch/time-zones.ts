const areas = ['Africa', 'America', 'Antarctica', 'Arctic', 'Asia', 'Atlantic', 'Australia', 'Brazil', 'Canada', 'Chile', 'Etc', 'Europe', 'Indian',
  'Mexico', 'Pacific', 'US'];

const single = new Set(['UTC', 'GMT', 'CET', 'CST6CDT', 'Cuba', 'EET', 'EST', 'EST5EDT', 'Egypt', 'Eire', 'Greenwich', 'HST', 'Hongkong', 'Iceland', 'Iran',
  'Israel', 'Jamaica', 'Japan', 'Kwajalein', 'Libya', 'MET', 'MST', 'MST7MDT', 'Navajo', 'NZ', 'PRC', 'PST8PDT', 'Poland', 'Portugal', 'ROC', 'ROK',
  'Singapore', 'Turkey', 'UCT', 'Universal', 'W-SU', 'WET', 'Zulu']);

/** Whether it looks like a name of the IANA database: an area that exists with a place, or one of the names without. */
export function isTimeZone(name: string): boolean {
  const [area, ...place] = name.split('/');
  return place.length === 0 ? single.has(name) : areas.includes(area ?? '') && place.every((part) => /^[A-Z][A-Za-z0-9_+-]*$/.test(part));
}
