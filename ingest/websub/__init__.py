"""WebSub subscriber (W3C Recommendation, 23 January 2018): hubs push what feeds have new; polls go on as a backup.

asking (hub: subscribe) ─▶ callback (verify: challenge) ─▶ callback (content, signed) ─▶ Poller.delivered, as a poll
"""
