"""The screen on which a text that goes to our outlets is dealt with."""

from domain.deliveries import Delivery


def delivery_page(delivery: Delivery) -> str:
    if delivery.item_id is not None:
        return f"/chia-se/{delivery.item_id}"
    return f"/can-xu-ly/{delivery.task_id}" if delivery.task_id is not None else f"/diem-tin-sang/{delivery.day}"
