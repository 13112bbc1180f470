"""The last guards of auctions: a list that only grows in one order, no bid outside the hours, one result, terms that stand.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION auctions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: what was said in an auction stands', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'auctions_kept';
END $$;
CREATE FUNCTION auctions_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        before := before - name;
        after := after - name;
    END LOOP;
    IF before IS DISTINCT FROM after THEN
        RAISE EXCEPTION 'what % % says is fixed', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'auctions_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION auctions_bid_in_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held auctions_auction%ROWTYPE;
    last auctions_bid%ROWTYPE;
BEGIN
    SELECT * INTO held FROM auctions_auction WHERE id = NEW.auction_id FOR UPDATE;
    SELECT * INTO last FROM auctions_bid WHERE auction_id = NEW.auction_id ORDER BY no DESC LIMIT 1;
    IF NEW.no <> coalesce(last.no, 0) + 1 OR NEW.at < last.at THEN
        RAISE EXCEPTION 'bid % of auction % is out of order', NEW.no, NEW.auction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_one_order';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM auctions_bidder WHERE id = NEW.bidder_id AND auction_id = NEW.auction_id) THEN
        RAISE EXCEPTION 'the bidder belongs to another auction'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_bidder_of_auction';
    END IF;
    IF held.state = 'opened' AND NEW.kind = 'exclude' THEN
        RETURN NEW;
    END IF;
    IF held.state <> 'announced' OR (NEW.kind <> 'exclude' AND NEW.at >= held.ends_at)
        OR (NEW.kind = 'bid' AND NEW.at < held.opens_at) THEN
        RAISE EXCEPTION 'auction % takes no bid at this hour', NEW.auction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_hours';
    END IF;
    IF NEW.kind = 'bid' AND EXISTS (SELECT 1 FROM auctions_bid WHERE bidder_id = NEW.bidder_id AND kind <> 'bid') THEN
        RAISE EXCEPTION 'this bidder has left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_bidder_left';
    END IF;
    IF (NEW.amount IS NOT NULL) <> (held.kind = 'dutch' AND NEW.kind = 'bid') THEN
        RAISE EXCEPTION 'a bid of a % auction lies sealed', held.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auctions_bid_in_order BEFORE INSERT ON auctions_bid FOR EACH ROW EXECUTE FUNCTION auctions_bid_in_order();
CREATE FUNCTION auctions_bid_opened() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.amount IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM auctions_auction WHERE id = NEW.auction_id AND state = 'opened' AND second_opener <> ''
    ) THEN
        RAISE EXCEPTION 'bid % is opened once, by two persons', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auctions_bid_fixed BEFORE UPDATE ON auctions_bid FOR EACH ROW EXECUTE FUNCTION auctions_only('amount');
CREATE TRIGGER auctions_bid_opened BEFORE UPDATE ON auctions_bid FOR EACH ROW EXECUTE FUNCTION auctions_bid_opened();
CREATE FUNCTION auctions_one_result() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held auctions_auction%ROWTYPE;
BEGIN
    SELECT * INTO held FROM auctions_auction WHERE id = NEW.auction_id FOR UPDATE;
    IF held.state NOT IN ('announced', 'opened') OR (held.kind <> 'dutch' AND NEW.at < held.ends_at)
        OR (held.kind NOT IN ('english', 'dutch') AND held.state <> 'opened') THEN
        RAISE EXCEPTION 'auction % has no result yet', NEW.auction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_result_hour';
    END IF;
    IF NEW.bids <> (SELECT count(*) FROM auctions_bid WHERE auction_id = NEW.auction_id) THEN
        RAISE EXCEPTION 'the result of auction % does not rest on the whole list', NEW.auction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_none_lost';
    END IF;
    IF NEW.winner_id IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM auctions_bid WHERE auction_id = NEW.auction_id AND bidder_id = NEW.winner_id AND kind = 'bid')
        OR EXISTS (SELECT 1 FROM auctions_bid WHERE bidder_id = NEW.winner_id AND kind <> 'bid')
    ) THEN
        RAISE EXCEPTION 'the winner of auction % has no bid that counts', NEW.auction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_winner_bid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auctions_one_result BEFORE INSERT ON auctions_auctionresult FOR EACH ROW EXECUTE FUNCTION auctions_one_result();
CREATE FUNCTION auctions_state_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.ends_at < OLD.ends_at OR (NEW.ends_at > OLD.ends_at AND OLD.state <> 'announced') THEN
        RAISE EXCEPTION 'the end of auction % only moves later, while it runs', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_end_later';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'announced' AND NEW.state IN ('opened', 'settled', 'annulled'))
        OR (OLD.state = 'opened' AND NEW.state IN ('settled', 'annulled'))
        OR (OLD.state = 'settled' AND NEW.state IN ('awarded', 'annulled'))
    ) THEN
        RAISE EXCEPTION 'auction % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_forward';
    END IF;
    IF NEW.state IN ('settled', 'awarded') AND NOT EXISTS (
        SELECT 1 FROM auctions_auctionresult AS found WHERE found.auction_id = NEW.id
            AND (NEW.state = 'settled' OR found.winner_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'auction % has no result to stand on', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auctions_result_first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auctions_state_forward BEFORE UPDATE ON auctions_auction FOR EACH ROW EXECUTE FUNCTION auctions_state_forward();
CREATE TRIGGER auctions_auction_fixed BEFORE UPDATE ON auctions_auction FOR EACH ROW EXECUTE FUNCTION auctions_only(
    'state', 'ends_at', 'first_opener', 'first_opener_name', 'second_opener', 'second_opener_name', 'opened_at', 'concluded_by',
    'ended_by_name', 'ended_at', 'ground');
CREATE TRIGGER auctions_bidder_fixed BEFORE UPDATE ON auctions_bidder FOR EACH ROW EXECUTE FUNCTION auctions_only(
    'deposit_paper', 'deposit_by', 'deposit_at');
CREATE TRIGGER auctions_deposit_once BEFORE UPDATE ON auctions_bidder FOR EACH ROW
    WHEN (OLD.deposit_paper <> '') EXECUTE FUNCTION auctions_refuse();
CREATE TRIGGER auctions_auctionresult_refuse BEFORE UPDATE ON auctions_auctionresult FOR EACH STATEMENT EXECUTE FUNCTION auctions_refuse();
CREATE TRIGGER auctions_bidscore_refuse BEFORE UPDATE ON auctions_bidscore FOR EACH STATEMENT EXECUTE FUNCTION auctions_refuse();
"""
KEPT += "".join(
    f"CREATE TRIGGER auctions_{table}_stays BEFORE DELETE ON auctions_{table} FOR EACH STATEMENT EXECUTE FUNCTION auctions_refuse();\n"
    for table in ("auction", "bidder", "bid", "bidscore", "auctionresult")
)
FALL = "".join(
    f"DROP FUNCTION auctions_{name}() CASCADE;\n"
    for name in ("refuse", "only", "bid_in_order", "bid_opened", "one_result", "state_forward")
)


class Migration(migrations.Migration):
    dependencies = [("auctions", "0001_auctions_bidders_bids")]
    operations = [migrations.RunSQL(sql=KEPT, reverse_sql=FALL)]
