"""The statements by which a rank is found in the counts. Both engines understand them; `$names` are our own words."""

from __future__ import annotations

from string import Template

#: The counts of whole months, by stretches of one width.
MONTHS = Template("""
SELECT c.step, c.performer, c.measure, c.bucket AS at, c.number
FROM simcap_monthcount c
WHERE $own AND c.width = %s AND c.measure IN ($measures) AND c.month BETWEEN %s AND %s
""")

#: The counts of single days, gathered to the same stretches.
DAYS = Template("""
SELECT c.step, c.performer, c.measure, c.minutes / $width AS at, SUM(c.number) AS number
FROM simcap_daycount c
WHERE $own AND c.measure IN ($measures) AND ($within)
GROUP BY c.step, c.performer, c.measure, c.minutes / $width
""")

#: The widest stretches, each with the ranks that are asked: p percent of n is rank ⌈p · n / 100⌉.
WIDEST = Template("""
WITH asked (percent) AS (VALUES $percents),
source AS ($source),
grouped AS (
    SELECT step, performer, measure, at, CAST(SUM(number) AS bigint) AS number
    FROM source GROUP BY step, performer, measure, at
),
totals AS (
    SELECT step, performer, measure, CAST(SUM(number) AS bigint) AS total
    FROM grouped GROUP BY step, performer, measure
),
counted AS (
    SELECT g.step, g.performer, g.measure, a.percent, g.at, g.number, (t.total * a.percent + 99) / 100 AS rank
    FROM grouped g JOIN totals t ON t.step = g.step AND t.performer = g.performer AND t.measure = g.measure
    CROSS JOIN asked a
)
""")

#: The narrower stretches within those that were found.
NARROWER = Template("""
WITH wanted (step, performer, measure, percent, at, rank) AS (VALUES $wanted),
source AS ($source),
counted AS (
    SELECT step, performer, measure, percent, rank, at, CAST(SUM(number) AS bigint) AS number
    FROM source GROUP BY step, performer, measure, percent, rank, at
)
""")

#: One look into the index for each narrower stretch: as a subquery, so that no engine thinks of reading it all instead.
MONTHS_WITHIN = Template("""
SELECT w.step, w.performer, w.measure, w.percent, w.rank, w.at * $times + o.n AS at, (
    SELECT SUM(c.number) FROM simcap_monthcount c
    WHERE c.office_id = %s AND c.definition_id = %s AND c.width = %s AND c.step = w.step AND c.performer = w.performer
    AND c.measure = w.measure AND c.bucket = w.at * $times + o.n AND c.month BETWEEN %s AND %s
) AS number
FROM wanted w CROSS JOIN (SELECT column1 AS n FROM (VALUES $offsets) AS numbers) o
""")
DAYS_WITHIN = Template("""
SELECT w.step, w.performer, w.measure, w.percent, w.rank, s.at, s.number
FROM ($days) s
JOIN wanted w ON w.step = s.step AND w.performer = s.performer AND w.measure = s.measure AND w.at = s.at / $times
""")

#: Where each rank lies: in the stretch in which the cumulated count reaches it, and how far within.
REACHED = Template("""
$counted,
summed AS (
    SELECT counted.*, SUM(number) OVER (PARTITION BY step, performer, measure, percent ORDER BY at) AS upto FROM counted
)
SELECT step, performer, measure, percent, at, rank - (upto - number) FROM summed
WHERE rank > upto - number AND rank <= upto
""")
