"""The text that a new playbook starts from: small, valid, and runnable."""

SKELETON = """\
version: "1.0"
name: "Article"
description: "An article that nobody has read is never published"

machine:
  id: "article"
  initial: "draft"

  states:
    draft:
      description: "Its author is writing"
    review:
      description: "Somebody else reads it"
    published:
      description: "Everybody may read it"
      final_state: true
    rejected:
      description: "Nobody will"
      final_state: true

  transitions:
    - id: "submit"
      from: "draft"
      to: "review"
      event: "submitted"

    - id: "publish"
      from: "review"
      to: "published"
      event: "approved"

    - id: "reject"
      from: "review"
      to: "rejected"
      event: "refused"

  forbidden:
    - from: "rejected"
      to: "published"
      reason: "Its readers have said no"

scenarios:
  - name: "published_after_review"
    description: "Everything goes well"
    steps:
      - action: "submit"
      - assert: "state == 'review'"
      - action: "publish"
      - assert: "state == 'published'"

  - name: "rejected_for_good"
    description: "What was rejected cannot be published any more"
    steps:
      - action: "submit"
      - action: "reject"
      - action: "publish"
      - assert: "state == 'rejected'"
"""
