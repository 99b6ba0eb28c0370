-- Mail is kept in the outbox, one delivery a mail. Growth: a row of each table a mail; its words (sealed) are forgotten
-- when it is sent or given up, both rows go seven days after it would have been given up. What is due is found for each
-- consumer by itself: what one of them leaves waiting costs the other nothing.
DROP INDEX outbox_deliveries_due;
CREATE INDEX outbox_deliveries_due ON outbox_deliveries (consumer, next_at)
    WHERE delivered_at IS NULL AND failed_at IS NULL;
