"""What is printed: the label of a container, a manifest 联单 and a 消纳接收凭证, from the facts as they stand.

The same facts give the same bytes. Paper takes the place of no log: each sheet says which fact it rests on, so that
anybody can look whether the log holds it.
"""
