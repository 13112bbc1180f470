"""What is published of an award, and what is worked out from many: times, flows, the 360Giving package. No database, no clock."""
