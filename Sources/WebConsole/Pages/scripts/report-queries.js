// The statements behind the four history charts. The inner queries are the two of the article on trade reporting
// that this program answers; here they are grouped further, by what one chart shows.

const sectorMap = "fds_adx_fundamentals_db.ref_v2.factset_sector_map";

/** The tables that the charts read. */
export const tables = { quotes: "dt_hist_quotes", trades: "dt_hist_trades", sectors: sectorMap };

/** The name shown for venues outside the three groups, whose group is null. */
export const otherVenues = "other venues";

const exchangeGroup = `case
            when exchange_name like 'Cboe%' then 'CBOE'
            when (exchange_name) like 'NYSE%' then 'NYSE'
            when (exchange_name) like 'New York Stock Exchange' then 'NYSE'
            when (exchange_name) like 'Nasdaq%' then 'NASDAQ'
        end as parent_exchange_name`;

const nyseAndNasdaq = "\nwhere parent_exchange_name in ('NASDAQ', 'NYSE')";

/** First and last day of a table. */
export function extentQuery(table) {
    return `select min(date_dt) :: date as first_day, max(date_dt) :: date as last_day from ${table}`;
}

function days({ from, to }) {
    return `date_dt >= '${from}' and date_dt < date '${to}' + 1`;
}

// Averages of averages would be wrong, so the weights stay to the last grouping.
function spreads(range, series, restriction) {
    return `select
    day,
    ${series},
    sum(spread * weight) / sum(weight) :: double precision as weighted_average_spread,
    sum(weight) :: double precision as quoted_value
from (
    select
        date_dt :: date as day,
        ${exchangeGroup},
        factset_sector_desc sector_name,
        ((bid_price*bid_volume) + (ask_price*ask_volume)) as weight,
        ((ask_price - bid_price)/ask_price) as spread
    from ${tables.quotes} a
    join ${tables.sectors} b on (a.sector_code = b.factset_sector_code)
    where ask_price <> 0 and bid_price <> 0
        and ${days(range)}
)${restriction}
group by 1, 2
order by 1, 2`;
}

function volumes(range, series, restriction) {
    return `select
    day,
    ${series},
    sum(total_transaction_amt) as total_transaction_amt
from (
    select
        cast(date_dt as date) as day,
        ${exchangeGroup},
        factset_sector_desc sector_name,
        sum((price * volume) :: decimal(30,4)) total_transaction_amt
    from ${tables.trades} a
    join ${tables.sectors} b on (a.sector_code = b.factset_sector_code)
    where ${days(range)}
    group by 1, 2, 3
)${restriction}
group by 1, 2
order by 1, 2`;
}

/** Day, sector_name, weighted_average_spread, quoted_value. */
export const spreadBySector = (range) => spreads(range, "sector_name", nyseAndNasdaq);
/** Day, parent_exchange_name (null outside the three groups), weighted_average_spread, quoted_value. */
export const spreadByExchange = (range) => spreads(range, "parent_exchange_name", "");
/** Day, sector_name, total_transaction_amt. */
export const volumeBySector = (range) => volumes(range, "sector_name", nyseAndNasdaq);
/** Day, parent_exchange_name (null outside the three groups), total_transaction_amt. */
export const volumeByExchange = (range) => volumes(range, "parent_exchange_name", "");
